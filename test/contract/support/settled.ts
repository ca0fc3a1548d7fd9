const ATTEMPTS = 4;

/**
 * Others may write to the endpoint meanwhile: what several requests together show is looked at anew when it does not
 * fit. A fault is there each time.
 */
export async function settled(look: () => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await look();
    } catch {
      // The next attempt says whether it was somebody's change.
    }
  }
  await look();
}
