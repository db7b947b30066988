export default {
  pages: ['pages/upload/upload'],
  window: { navigationBarTitleText: '上传视频' },
}
