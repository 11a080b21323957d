/** What an export looks like on disk; writer and reader agree here. */
import { join } from 'node:path';
import * as z from 'zod';

export const FORMAT = 'zhitong-export-1';
export const MANIFEST = 'manifest.json';
export const ATTACHMENTS = 'attachments';

export const manifestSchema = z.object({
  format: z.literal(FORMAT),
  committee: z.string(),
  exportedAt: z.string(),
  collections: z.record(z.string(), z.object({ count: z.int().min(0), sha256: z.string() })),
  attachments: z.int().min(0),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Where the program keeps the body of an attachment. */
export const bodyPath = (dataDir: string, sha256: string): string => join(dataDir, 'files', sha256.slice(0, 2), sha256);
