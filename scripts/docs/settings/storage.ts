import type { SettingGroup } from './meaning'

/** What is kept, and how long it may take. */
export const STORAGE = {
  title: { en: 'Database', zh: '数据库' },
  meanings: {
    EVENT_DAYS: {
      en: 'How long VOD’s notifications are kept as they came; then they are folded into their video’s row',
      zh: 'VOD 的通知原样保留多少天；之后合并到视频的记录里',
    },
    STORE_TIMEOUT_MS: {
      en: 'Longest wait for the database in one call; then the answer is 503 `store_unavailable`',
      zh: '一次调用等待数据库的最长时间；超时返回 503 `store_unavailable`',
    },
    DATABASE: {
      takes: { en: 'a file of SQLite, or a `postgres://` URL', zh: 'SQLite 文件，或 `postgres://` 网址' },
      en: 'Node only. A file on a disk that stays serves one machine, a PostgreSQL any number; tables make themselves',
      zh: '仅 Node。持久磁盘上的文件供一台机器使用，PostgreSQL 可供任意多台；表会自动创建',
    },
    DATABASE_CONNECTIONS: {
      en: 'Node only. Connections to PostgreSQL, of each process at most',
      zh: '仅 Node。每个进程到 PostgreSQL 的最大连接数',
    },
  },
} as const satisfies SettingGroup

/** What a process of Node is told besides. */
export const PROCESS = {
  title: { en: 'The process on Node', zh: 'Node 进程' },
  meanings: {
    PORT: { en: 'Port; 0 takes a free one', zh: '端口；0 表示任选空闲端口' },
    HOST: {
      takes: { en: 'an address of this machine', zh: '本机地址' },
      en: 'Address to listen on; `0.0.0.0` in a container (the image sets it)',
      zh: '监听地址；容器里为 `0.0.0.0`（镜像已设置）',
    },
    TRUSTED_PROXIES: {
      en: 'How many proxies in front of it add to X-Forwarded-For',
      zh: '前面有几层会追加 X-Forwarded-For 的代理',
    },
    KEEP_ALIVE_SECONDS: {
      en: 'How long an idle connection is kept: longer than the balancer in front keeps it, or it answers 502 now and then; with Envoy more than 3600',
      zh: '空闲连接保留多少秒：要比前面的负载均衡更久，否则它偶尔会返回 502；前面是 Envoy 时要大于 3600',
    },
    DRAIN_SECONDS: {
      en: 'How long calls are still taken after SIGTERM, while `/readyz` answers 503; then calls under way have 8 s',
      zh: '收到 SIGTERM 后还接受调用多少秒（期间 `/readyz` 返回 503）；之后进行中的调用还有 8 秒',
    },
    RECONCILE: {
      en: '`inside`: the process does the job of every minute. `outside`: a timer outside calls `POST /admin/reconcile` or `POST /invoke`',
      zh: '`inside`：由进程自己做每分钟的任务；`outside`：由外部定时器调用 `POST /admin/reconcile` 或 `POST /invoke`',
    },
  },
} as const satisfies SettingGroup
