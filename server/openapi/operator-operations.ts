import { adminListQuerySchema } from '../routes/admin/lists'
import { blockSchema } from '../routes/admin/user'
import { userVideosQuerySchema } from '../routes/admin/user-videos'
import {
  blockedAnswer,
  operatorVideosAnswer,
  orphansAnswer,
  problemAnswer,
  timeAnswer,
  userVideosAnswer,
} from './answers'
import type { Operation } from './operation'

const problem = problemAnswer

/** What the operator, and a timer of the operator's, can call. */
export const operatorOperations: Operation[] = [
  {
    method: 'PUT',
    path: '/admin/users/:openid',
    summary: 'Shuts a user out at once, or lets the user in again',
    body: blockSchema,
    answer: blockedAnswer,
    problem,
    isOperators: true,
  },
  {
    method: 'POST',
    path: '/admin/reconcile',
    summary: 'Does the job of every minute, for a timer outside',
    answer: timeAnswer,
    problem,
    isOperators: true,
  },
  {
    method: 'POST',
    path: '/invoke',
    summary: 'The same for a timer trigger of Function Compute; there only with TIMER_SECRET',
    headers: ['x-fc-control-path'],
    answer: timeAnswer,
    problem,
    isOpen: true,
  },
  {
    method: 'GET',
    path: '/admin/users/:openid/videos',
    summary: 'All videos of a user, newest first, and what the user has used up of the day',
    query: userVideosQuerySchema,
    answer: userVideosAnswer,
    problem,
    isOperators: true,
  },
  {
    method: 'GET',
    path: '/admin/orphans',
    summary: 'Videos that VOD has announced and that have no owner, newest first',
    query: adminListQuerySchema,
    answer: orphansAnswer,
    problem,
    isOperators: true,
  },
  {
    method: 'GET',
    path: '/admin/unclaimed',
    summary: 'Videos that have arrived with their owner’s mark and that the owner has not registered, oldest first',
    query: adminListQuerySchema,
    answer: operatorVideosAnswer,
    problem,
    isOperators: true,
  },
  {
    method: 'GET',
    path: '/admin/stuck',
    summary: 'Videos that have been on their way for too long, by status',
    query: adminListQuerySchema,
    answer: operatorVideosAnswer,
    problem,
    isOperators: true,
  },
]
