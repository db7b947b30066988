/** A mistake in the sources, as it is shown. */
export interface ShownProblem {
  /** `file:line:column message` */
  line: string
  /** The lines around it, with a mark. */
  frame: string
}

/** What an open page is to do about a new build. */
export interface BuildChange {
  /** The sources do not build. The page stays as it is until they do. */
  problems: ShownProblem[]
  /** Start anew: a script or a configuration has changed. */
  restart: boolean
  styles: boolean
  /** Templates to replace, by path; absent: none. `all` where a part has changed that any of them may use. */
  templates?: string[] | 'all'
}

/** Where an error of the app comes from, in the sources. */
export interface ErrorPlace {
  /** `file:line:column`; absent where no frame of its stack is the app's. */
  place?: string
  frame?: string
  /** Lines of the stack, in terms of the sources. */
  stack: string[]
}
