import { uploader } from './services'

App({
  // The event of the same name may be lost: two ways of hearing of it are better than one.
  onShow() {
    uploader.userIsHere()
  },
})
