/** The token service of this repository. Your own server can answer the same two questions. */
const SERVICE = 'http://127.0.0.1:8787'

let session

/** What the engine asks for: a place for a new video, or a fresh key for the place that it has. */
export async function getAuth({ kind, videoId, title, fileName, fileSize }) {
  session ??= (await post('/session', { code: (await uni.login()).code })).token
  return kind === 'create-video'
    ? post('/uploads', { title, fileName, fileSize })
    : post(`/uploads/${videoId}/refresh`, {})
}

async function post(path, data) {
  const header = session === undefined ? {} : { authorization: `Bearer ${session}` }
  const { statusCode: status, data: answer } = await uni.request({ url: SERVICE + path, method: 'POST', data, header })
  if (status === 200 || status === 201) return answer
  // The session is over: the engine asks again, with a new one.
  const passing = status === 401 || status === 429 || status >= 500
  if (status === 401) session = undefined
  throw Object.assign(new Error(`The service answers ${path} with ${status}.`), { status, passing })
}
