import type { AuthRequest, UploadCredential } from 'wevod-uploader'

/** The token service of this repository. Your own server can answer the same two questions. */
const SERVICE = 'http://127.0.0.1:8787'

let session: string | undefined

/** What the engine asks for: a place for a new video, or a fresh key for the place that it has. */
export async function getAuth(request: AuthRequest): Promise<UploadCredential> {
  session ??= await logIn()
  try {
    return (await (request.kind === 'create-video'
      ? post('/uploads', { title: request.title, fileName: request.fileName, fileSize: request.fileSize })
      : post(`/uploads/${request.videoId}/refresh`, {}))) as UploadCredential
  } catch (error) {
    // The session is over: the engine asks again, with a new one.
    if ((error as { status?: number }).status !== 401) throw error
    session = undefined
    throw Object.assign(new Error('The session is over.'), { passing: true })
  }
}

async function logIn(): Promise<string> {
  const { code } = await wx.login()
  return ((await post('/session', { code })) as { token: string }).token
}

function post(path: string, data: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    wx.request({
      url: SERVICE + path,
      method: 'POST',
      data,
      header: session === undefined ? {} : { authorization: `Bearer ${session}` },
      success: ({ statusCode: status, data: answer }) => {
        if (status === 200 || status === 201) resolve(answer)
        else reject(Object.assign(new Error(`The service answers ${path} with ${status}.`), { status }))
      },
      // Nothing arrived: the engine asks again later.
      fail: ({ errMsg }) => reject(Object.assign(new Error(errMsg), { passing: true })),
    })
  })
}
