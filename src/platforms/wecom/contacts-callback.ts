import type { Middleware } from 'koa';
import { type CallbackRecord, type WecomCallbackOptions, wecomCallback } from './callback.ts';

/** A change of the address book: nobody sent it, whatever its FromUserName (`sys`) looks like. */
export interface ContactsRecord extends CallbackRecord {
  readonly person: null;
}

export interface WecomContactsOptions extends Omit<WecomCallbackOptions, 'agentId' | 'accept'> {
  /** WECOM_CONTACTS_TOKEN: of the contact-sync assistant, not of the app. */
  readonly token: string;
  /** WECOM_CONTACTS_AES_KEY. */
  readonly encodingAesKey: string;
  readonly accept: (record: ContactsRecord) => Promise<'stored' | 'duplicate' | 'spooled'>;
}

/**
 * `GET/POST /wecom/contacts`: the contact-sync assistant's callback (decisions.md 23). It has a token and a key of its own
 * and its envelopes name no app; everything else is the app's callback, so it is the same code. An event has no id and
 * several may bear the same second, so it goes by the hash of its plaintext, which a repeat keeps (wecom.md 1.6).
 * @throws RangeError at once when the EncodingAESKey is malformed or the token empty
 */
export function wecomContactsCallback(options: WecomContactsOptions): Middleware {
  return wecomCallback({
    ...options,
    agentId: null,
    accept: (record) => options.accept({ ...record, person: null }),
  });
}
