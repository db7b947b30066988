import * as v from 'valibot'
import { credentialsSchema } from '../routes/credentials'
import { reportsSchema } from '../routes/reports'
import { loginSchema } from '../routes/session'
import { claimSchema } from '../routes/uploads/claim'
import { createUploadSchema } from '../routes/uploads/create'
import { changesSchema } from '../routes/videos/change'
import { coverSchema } from '../routes/videos/cover'
import { listQuerySchema } from '../routes/videos/list'
import {
  coverAnswer,
  credentialsAnswer,
  deletedAnswer,
  okAnswer,
  playAnswer,
  problemAnswer,
  sessionAnswer,
  settingsAnswer,
  shareAnswer,
  sharedAnswer,
  ticketAnswer,
  timeAnswer,
  videoAnswer,
  videosAnswer,
} from './answers'
import type { Operation } from './operation'
import { operatorOperations } from './operator-operations'

const problem = problemAnswer

/** Every call of the interface. A test compares them with the routes. */
export const operations: Operation[] = [
  {
    method: 'POST',
    path: '/session',
    summary: 'Logs in with a code of wx.login',
    body: loginSchema,
    answer: sessionAnswer,
    problem,
    isOpen: true,
  },
  {
    method: 'GET',
    path: '/settings',
    summary: 'What the operator allows and offers, and what is left of the day',
    answer: settingsAnswer,
    problem,
  },
  {
    method: 'POST',
    path: '/credentials',
    summary: 'STS credentials with which the user can create an upload at VOD',
    body: credentialsSchema,
    isBodyOptional: true,
    answer: credentialsAnswer,
    problem,
  },
  {
    method: 'POST',
    path: '/uploads',
    summary: 'Makes a video at VOD, and gives what its file needs; repeated with the same key, it makes no second one',
    optionalHeaders: ['Idempotency-Key'],
    body: createUploadSchema,
    answer: ticketAnswer,
    problem,
  },
  {
    method: 'PUT',
    path: '/uploads/:videoId',
    summary: 'Registers the owner of a video that was just created with an STS token; again, it changes nothing',
    body: claimSchema,
    answer: videoAnswer,
    problem,
  },
  {
    method: 'POST',
    path: '/uploads/:videoId/refresh',
    summary: 'A new key for the same file, while VOD awaits it',
    answer: ticketAnswer,
    problem,
  },
  {
    method: 'GET',
    path: '/videos',
    summary: "The user's videos, newest first",
    query: listQuerySchema,
    answer: videosAnswer,
    problem,
  },
  {
    method: 'GET',
    path: '/videos/:videoId',
    summary: 'A video; while its file is awaited, as VOD has it at this moment',
    answer: videoAnswer,
    problem,
  },
  {
    method: 'PATCH',
    path: '/videos/:videoId',
    summary: 'Changes what the user says of a video; whatever is left out stays as it is',
    body: changesSchema,
    answer: videoAnswer,
    problem,
  },
  {
    method: 'POST',
    path: '/videos/:videoId',
    summary: 'The same as PATCH, for wx.request, which has no such method',
    body: changesSchema,
    answer: videoAnswer,
    problem,
  },
  {
    method: 'DELETE',
    path: '/videos/:videoId',
    summary: 'Forgets a video, and deletes it at VOD where the operator has set that',
    answer: deletedAnswer,
    problem,
  },
  {
    method: 'GET',
    path: '/videos/:videoId/play',
    summary: 'URLs at which the video plays for a while',
    answer: playAnswer,
    problem,
  },
  {
    method: 'POST',
    path: '/videos/:videoId/cover',
    summary: 'A place for a picture, which PATCH makes the cover of the video then',
    body: coverSchema,
    answer: coverAnswer,
    problem,
  },
  {
    method: 'POST',
    path: '/videos/:videoId/share',
    summary: 'Lets whoever has the token see the video for a while',
    answer: shareAnswer,
    problem,
  },
  {
    method: 'GET',
    path: '/shared/:token',
    summary: 'A shared video, with URLs that play until expiresAt',
    answer: sharedAnswer,
    problem,
    isOpen: true,
  },
  {
    method: 'POST',
    path: '/reports',
    summary: 'What failed on a phone, for the log; there only where the operator wants it',
    body: reportsSchema,
    answer: timeAnswer,
    problem,
  },
  {
    method: 'POST',
    path: '/vod/events',
    summary: 'A notification of VOD; there only where a callback is configured',
    body: v.looseObject({ EventType: v.string(), EventTime: v.string() }),
    headers: ['X-VOD-TIMESTAMP', 'X-VOD-SIGNATURE'],
    answer: okAnswer,
    problem,
    isOpen: true,
  },
  ...operatorOperations,
  { method: 'GET', path: '/readyz', summary: 'Whether the database answers', answer: undefined, problem, isOpen: true },
  { method: 'GET', path: '/healthz', summary: 'Whether the service runs', answer: okAnswer, problem, isOpen: true },
  {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    answer: v.looseObject({ openapi: v.string() }),
    problem,
    isOpen: true,
  },
]
