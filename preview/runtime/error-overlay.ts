import type { ErrorPlace, ShownProblem } from './build-change'

interface Item {
  root: HTMLElement
  place: HTMLElement
  frame: HTMLElement
  stack: HTMLElement
}

/** What breaks, over everything else, until it is closed. */
export class ErrorOverlay {
  #errors: HTMLElement | undefined
  #problems: HTMLElement | undefined

  /** Shows an error; the returned function adds where it comes from. */
  add(message: string): (place: ErrorPlace) => void {
    this.#errors ??= this.#open('Errors')
    const item = put(this.#errors, message)
    return ({ place, frame, stack }) => {
      item.place.textContent = place ?? ''
      item.frame.textContent = frame ?? ''
      item.stack.textContent = stack.join('\n')
      // What the message has of a stack is in terms of what was built.
      const text = item.root.querySelector('.error-message')
      if (place !== undefined && text) text.textContent = message.split(/\n\s+at /)[0] ?? message
    }
  }

  /** Shows why the sources do not build; nothing where they do again. */
  showProblems(problems: readonly ShownProblem[]): void {
    this.#problems?.remove()
    this.#problems = undefined
    if (problems.length === 0) return
    this.#problems = this.#open('The mini program does not build')
    for (const { line, frame } of problems) put(this.#problems, line).frame.textContent = frame
  }

  #open(title: string): HTMLElement {
    const list = document.createElement('section')
    list.className = 'error-list'
    list.setAttribute('role', 'alert')
    const head = document.createElement('header')
    const heading = document.createElement('h2')
    heading.textContent = title
    const close = document.createElement('button')
    close.type = 'button'
    close.textContent = 'Close'
    close.dataset.testid = 'close-errors'
    const end = () => {
      list.remove()
      if (this.#errors === list) this.#errors = undefined
      if (this.#problems === list) this.#problems = undefined
    }
    close.addEventListener('click', end)
    list.addEventListener('keydown', ({ key }) => key === 'Escape' && end())
    head.append(heading, close)
    list.append(head)
    document.body.append(list)
    return list
  }
}

function put(list: HTMLElement, message: string): Item {
  const root = document.createElement('article')
  const part = (className: string) => {
    const element = document.createElement('pre')
    element.className = className
    root.append(element)
    return element
  }
  part('error-message').textContent = message
  const [place, frame, stack] = [part('error-place'), part('error-frame'), part('error-stack')]
  list.append(root)
  return { root, place, frame, stack }
}
