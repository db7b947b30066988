import { Button, Progress, View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { createUploader, wxPorts } from 'wevod-uploader'
import { getAuth } from '../../server'

const uploader = createUploader({ ports: wxPorts(wx), getAuth })
// What was under way when the app was closed goes on.
uploader.restore()

export default function Upload() {
  const [snapshots, setSnapshots] = useState([])
  useEffect(() => uploader.subscribe(() => setSnapshots(uploader.tasks.map(({ snapshot }) => snapshot))), [])

  const choose = async () => {
    const { tempFiles } = await Taro.chooseMedia({ mediaType: ['video'], sizeType: ['original'] })
    for (const { tempFilePath } of tempFiles) uploader.upload({ path: tempFilePath, title: '海边' })
  }

  return (
    <View>
      <Button type="primary" onClick={choose}>
        选择视频
      </Button>
      {snapshots.map(({ id, state, progress }) => (
        <View key={id}>
          <Progress percent={progress?.percent ?? 0} showInfo />
          {state}
          {state === 'uploading' && <Button onClick={() => uploader.get(id)?.pause()}>暂停</Button>}
          {state === 'paused' && <Button onClick={() => uploader.get(id)?.resume()}>继续</Button>}
        </View>
      ))}
    </View>
  )
}
