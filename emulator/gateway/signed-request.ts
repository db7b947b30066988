/** What the gateway must know of a request to check who sent it, however it was signed. */
export interface SignedRequest {
  accessKeyId: string
  securityToken: string | undefined
  /** As it was sent. The vendor's mini program SDK sends none with its GET, and the gateway takes that. */
  timestamp: string | undefined
  nonce: string
  signature: string
  /** The signature as it should be, and what it was made of, for the error message. */
  expect(accessKeySecret: string): { signature: string; explanation: string }
}
