import { CallError } from '../call'

/** Lets the user pick files with the browser's own dialog. @throws {CallError} `cancel` */
export function pickFiles(options: { accept: string; multiple: boolean; capture?: string }): Promise<File[]> {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = options.accept
    input.multiple = options.multiple
    input.hidden = true
    if (options.capture !== undefined) input.setAttribute('capture', options.capture)
    input.addEventListener('change', () => {
      input.remove()
      resolve([...(input.files ?? [])])
    })
    input.addEventListener('cancel', () => {
      input.remove()
      reject(new CallError('cancel'))
    })
    document.body.append(input)
    input.click()
  })
}
