import type * as v from 'valibot'

export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As it is routed. */
  path: string
  summary: string
  body?: v.GenericSchema
  /** It may be left out. */
  isBodyOptional?: true
  query?: v.GenericSchema
  headers?: string[]
  /** Headers that may be left out. */
  optionalHeaders?: string[]
  /** Undefined where the answer has no body. */
  answer: v.GenericSchema | undefined
  problem: v.GenericSchema
  /** Needs no session. */
  isOpen?: true
  /** Needs ADMIN_SECRET instead of a session; there only where that is set. */
  isOperators?: true
}
