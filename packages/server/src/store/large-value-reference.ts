/** Names a value in the file store of the tenant by the SHA-256 of its JSON text, in hex. */
export interface LargeValueReference {
  readonly sha256: string;
  readonly bytes: number;
}
