import { utcSeconds } from '../../gateway/utc'
import type { Video } from '../videos'

/** The body of a notification, with the field names of VOD's event pages. */
export interface EventBody {
  EventType: string
  EventTime: string
  [field: string]: unknown
}

/** What is known of a file that has arrived. The emulator looks into no video: these figures are made up. */
const ANALYSIS = { Width: 1280, Height: 720, Duration: 12.5, Bitrate: 2000.5, Fps: 25 }

const DEFINITIONS = ['LD', 'SD'] as const

/** The notifications that one arrival causes, in VOD's order. `now` in milliseconds since 1970. */
export function arrivalEvents(
  video: Video,
  { size, url, transcodes, now }: { size: number; url: string; transcodes: boolean; now: number },
): EventBody[] {
  const { videoId: VideoId } = video
  const common = (EventType: string, seconds: number) => ({
    EventType,
    EventTime: utcSeconds(now + seconds * 1000),
    VideoId,
    Status: 'success',
  })
  const extend = extendOf(video)
  const stream = (Definition: string, index: number) => ({
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
    JobId: `${VideoId.slice(0, 24)}job${index}`,
  })
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
      CoverUrl: `${url}.cover.jpg`,
      SnapshotInfos: [{ Status: 'success', SnapshotType: 'CoverSnapshot', SnapshotCount: 1, SnapshotFormat: 'jpg' }],
      ...extend,
    },
    ...DEFINITIONS.map((definition, index) => ({
      ...common('StreamTranscodeComplete', 3),
      ...stream(definition, index),
      ...extend,
    })),
    { ...common('TranscodeComplete', 4), StreamInfos: DEFINITIONS.map(stream), ...extend },
  ]
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
