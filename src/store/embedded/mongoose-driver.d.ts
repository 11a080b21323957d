/** mongoose ships no types for the driver layer that the embedded engine replaces. */
declare module 'mongoose/lib/drivers/node-mongodb-native/index.js' {
  const driver: { Connection: unknown; Collection: unknown; [name: string]: unknown };
  export = driver;
}
