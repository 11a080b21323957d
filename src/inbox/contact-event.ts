/** What a platform's directory says of its people, without its spelling. */
export interface ContactEvent {
  readonly kind: 'joined' | 'left' | 'moved';
  /** User ids as the platform writes them; empty when only departments changed. */
  readonly users: readonly string[];
  /** Somebody's id was changed into this one. */
  readonly newUser?: string;
  /** Departments that changed themselves. */
  readonly departments?: readonly string[];
  /** Those its users are in now; missing where the event does not say. */
  readonly memberOf?: readonly string[];
  readonly at: Date;
  /** The inbox key. */
  readonly id: string;
}
