/** The shape of a suggestion, as the emulator reads it from its company file (emulator/config.ts). */
export interface Suggestion {
  readonly label: string;
  readonly text?: string;
  readonly press?: string;
  readonly photo?: true;
  readonly open?: string;
  readonly travel?: string;
  readonly once?: true;
  readonly hint?: string;
}

export interface Rule {
  readonly person?: readonly string[];
  readonly when: string;
  readonly after?: string;
  readonly suggest: readonly Suggestion[];
}
