import { utcSeconds } from '../../gateway/utc'
import type { Video } from '../videos'

/** The body of a notification, with the field names of VOD's event pages. */
export interface EventBody {
  EventType: string
  EventTime: string
  [field: string]: unknown
}

/** What is known of a file that has arrived. The emulator looks into no video: these figures are made up. */
export const ANALYSIS = { Width: 1280, Height: 720, Duration: 12.5, Bitrate: 2000.5, Fps: 25 }

const DEFINITIONS = ['LD', 'SD'] as const

/** What a notification says of a file: its bytes, where it is (URLs in notifications are HTTP), and its cover. */
export interface FileFacts {
  size: number
  url: string
  coverUrl: string
}

/**
 * The notifications that one arrival causes, in VOD's order, up to those of the streams where it is transcoded. `now` in
 * milliseconds since 1970.
 */
export function arrivalEvents(
  video: Video,
  { size, url, coverUrl }: FileFacts,
  { transcodes, now }: { transcodes: boolean; now: number },
): EventBody[] {
  const { videoId: VideoId } = video
  const common = (EventType: string, seconds: number) => ({
    EventType,
    EventTime: utcSeconds(now + seconds * 1000),
    VideoId,
    Status: 'success',
  })
  const extend = extendOf(video)
  const arrived = { ...common('FileUploadComplete', 0), Size: size, FileUrl: url, ...extend }
  // Without transcoding nothing else is announced ("media upload overview").
  if (!transcodes) return [arrived]
  return [
    arrived,
    // Here the sample has the size as text.
    { ...common('VideoAnalysisComplete', 1), ...ANALYSIS, Size: String(size) },
    {
      ...common('SnapshotComplete', 2),
      SubType: 'SpecifiedTime',
      CoverUrl: coverUrl,
      SnapshotInfos: [{ Status: 'success', SnapshotType: 'CoverSnapshot', SnapshotCount: 1, SnapshotFormat: 'jpg' }],
      ...extend,
    },
    ...DEFINITIONS.map((definition, index) => ({
      ...common('StreamTranscodeComplete', 3),
      ...streamOf(video, { size, url }, definition, index),
      ...extend,
    })),
  ]
}

/** What comes last of transcoding, as the others of it four seconds after the file. */
export function transcodeEvent(video: Video, file: FileFacts, succeeded: boolean, now: number): EventBody {
  return {
    EventType: 'TranscodeComplete',
    EventTime: utcSeconds(now + 4000),
    VideoId: video.videoId,
    Status: succeeded ? 'success' : 'fail',
    ...(succeeded && { StreamInfos: DEFINITIONS.map((name, index) => streamOf(video, file, name, index)) }),
    ...extendOf(video),
  }
}

/** What automatic review says of a video about which a person has to decide. Here the time has another form. */
export function suggestionEvent({ videoId }: Video, now: number): EventBody {
  return {
    EventType: 'AIMediaAuditComplete',
    EventTime: `${utcSeconds(now + 5000).slice(0, -1)}:000Z`,
    Status: 'success',
    MediaId: videoId,
    JobId: `${videoId.slice(0, 24)}audit`,
    Data: JSON.stringify({ Label: 'normal', Suggestion: 'review' }),
  }
}

function streamOf(
  { videoId }: Video,
  { size, url }: Pick<FileFacts, 'size' | 'url'>,
  Definition: string,
  index: number,
) {
  return {
    Status: 'success',
    Definition,
    Format: 'mp4',
    FileUrl: `${url}.${Definition}.mp4`,
    Duration: ANALYSIS.Duration,
    Size: Math.ceil(size / (index + 2)),
    Bitrate: 600.5,
    Fps: ANALYSIS.Fps,
    Width: 640,
    Height: 360,
    Encrypt: false,
    JobId: `${videoId.slice(0, 24)}job${index}`,
  }
}

export function deletionEvent(videoId: string, now: number): EventBody {
  return {
    EventType: 'DeleteMediaComplete',
    EventTime: utcSeconds(now),
    Status: 'success',
    MediaType: 'video',
    DeleteType: 'all',
    MediaId: videoId,
  }
}

export function auditEvent({ videoId, auditStatus }: Video, reason: string, now: number): EventBody {
  return {
    EventType: 'CreateAuditComplete',
    EventTime: utcSeconds(now),
    Status: 'success',
    MediaId: videoId,
    SubType: 'video',
    AuditStatus: auditStatus,
    CreationTime: utcSeconds(now),
    ...(reason !== '' && { Reason: reason }),
  }
}

/** UserData.Extend comes back with every notification, as JSON text. */
function extendOf({ userData }: Video): { Extend?: string } {
  const { Extend } = JSON.parse(userData ?? '{}') as { Extend?: unknown }
  if (Extend === undefined) return {}
  return { Extend: typeof Extend === 'string' ? Extend : JSON.stringify(Extend) }
}
