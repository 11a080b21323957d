/** Where a line was said, on platforms that can be spoken to in groups. */
export interface Conversation {
  readonly id: string;
  readonly type: 'single' | 'group';
  readonly title?: string;
  /** Takes answers for this conversation only, until it expires. As it came: its host is checked before it is called. */
  readonly sessionWebhook?: string;
  readonly sessionWebhookExpiresAt?: Date;
}
