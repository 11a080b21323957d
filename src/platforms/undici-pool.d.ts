/** The one part of undici that is used; the whole of it would bring along Node's own copy at every start. */
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';
  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default Pool;
}
