/** One run at a time; whoever asks while it runs gets one more run after it. */
export function singleFlight(run: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await run();
    } while (again);
  };
  return () => {
    if (running !== null) {
      again = true;
      return running;
    }
    // A failure is the next run's business: what is undone is found again.
    running = loop()
      .catch(() => {})
      .finally(() => {
        running = null;
      });
    return running;
  };
}
