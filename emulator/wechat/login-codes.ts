export class LoginCodes {
  reset(): void {}
}
