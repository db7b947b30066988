import type { Say } from '../terminal/language'

/** What `--help` prints. */
export function usage(say: Say): string {
  return say(
    `Brings the token service to where it runs, with the settings of npm run setup, and checks it there (npm run doctor).
Each step is told before it happens.

usage: npm run deploy -- workers      Cloudflare Workers and D1, by wrangler
       npm run deploy -- container    an image by docker or podman: run here, or pushed to a registry
       npm run deploy -- fc           Function Compute 3.0, by Serverless Devs
       npm run deploy -- cloudrun     WeChat Cloud Run (微信云托管), by wxcloud or as a zip for its console

  --dry-run            offline: builds, validates, plays the container, and tells what would be sent
  --yes, -y            asks nothing
  --env-file FILE      settings; default: .dev.vars for workers, else .env or .dev.vars
  --url URL            where the service can be reached afterwards, for the check
  --lang en|zh         language; default: the terminal's
  --image TAG          container, fc: the image; fc takes Node from a layer without it
  --push               container: to the registry of --image, not run here
  --engine NAME        container: docker or podman
  --port PORT          container: on this machine, 9000
  --npm-registry URL   container: where npm takes packages from while it builds
  --node-image IMAGE   container: instead of node:24-bookworm-slim
  --region REGION      fc: of the function; default: VOD_REGION
  --service NAME       cloudrun: default: that of miniprogram/config.ts

Secrets are never in arguments, and shown as ••••. Exit code: 0 done, 1 something failed, 2 wrong usage, 130 Ctrl-C.`,
    `用 npm run setup 得到的设置部署令牌服务，并在部署后检查（npm run doctor）。每一步都会先说明再执行。

用法：npm run deploy -- workers      Cloudflare Workers 与 D1，使用 wrangler
      npm run deploy -- container    docker 或 podman 镜像：在本机运行，或推送到镜像仓库
      npm run deploy -- fc           函数计算 3.0，使用 Serverless Devs
      npm run deploy -- cloudrun     微信云托管，使用 wxcloud，或生成供控制台上传的 zip

  --dry-run            离线演练：构建、校验、演练容器，并列出将要发送的内容
  --yes, -y            不询问
  --env-file FILE      设置文件；默认 workers 为 .dev.vars，其余为 .env 或 .dev.vars
  --url URL            部署后可访问的地址，用于检查
  --lang en|zh         语言；默认随终端
  --image TAG          container、fc：镜像；fc 不给出时从层中取得 Node
  --push               container：推送到 --image 的仓库，不在本机运行
  --engine NAME        container：docker 或 podman
  --port PORT          container：本机端口，默认 9000
  --npm-registry URL   container：构建时的 npm 源
  --node-image IMAGE   container：代替 node:24-bookworm-slim
  --region REGION      fc：函数所在地域；默认 VOD_REGION
  --service NAME       cloudrun：默认取 miniprogram/config.ts 中的名称

密钥不会出现在命令行参数中，显示为 ••••。退出码：0 完成，1 失败，2 用法错误，130 Ctrl-C。`,
  )
}
