import { type ClientBase } from 'pg';
import { sql } from '../db/sql.ts';
import { runTogether } from '../db/statement.ts';
import { inProgress, lockFor, unlock } from './run-lock.ts';
import { openSnapshot } from './snapshot.ts';
import {
  announcement,
  forgetMarks,
  type Tracking,
  trackingIn,
  trackingRow,
} from './tracking-store.ts';

/**
 * What a run has of its database: the lock, and until it announces itself a snapshot in which its connection reads. To
 * wait for the server is most of what a small run does, so what can travel together does.
 */
export class RunSession {
  /** As of the snapshot. */
  readonly tracking: Tracking;
  readonly #client: ClientBase;
  readonly #runId: string;
  #isOver = false;

  private constructor(client: ClientBase, runId: string, tracking: Tracking) {
    this.#client = client;
    this.#runId = runId;
    this.tracking = tracking;
  }

  /**
   * Takes the lock and then, in a transaction of its own, the snapshot: it has all that the run before has left. Errors:
   * `Conflict/RUN_IN_PROGRESS {runId}`; `runId` is null when the other has only just begun.
   */
  static async open(client: ClientBase, runId: string): Promise<RunSession> {
    try {
      const [locks, tracking] = await runTogether(client, 'archive.open', [
        ...[sql`begin`, lockFor(runId), sql`commit`],
        ...[openSnapshot, trackingRow()],
      ]);
      const [lock] = locks as readonly { readonly locked: boolean }[];
      if (lock?.locked) return new RunSession(client, runId, trackingIn(tracking ?? []));
    } catch (error) {
      await leave(client);
      throw error;
    }
    await client.query('rollback');
    throw await inProgress(client);
  }

  /** Leaves the snapshot, and says that the run is going to be committed (`announcement` in tracking-store.ts). */
  async announce(base: string | undefined): Promise<void> {
    const parts = [sql`rollback`, announcement(this.#runId, base)];
    await runTogether(this.#client, 'archive.announce', parts);
  }

  /** Says that the run is committed and finished ({@link forgetMarks}), and gives up the lock. */
  async finish(): Promise<void> {
    await forgetMarks(this.#client, this.tracking, this.#runId, unlock);
    this.#isOver = true;
  }

  /** Gives up what the run still has. */
  async close(): Promise<void> {
    if (!this.#isOver) await leave(this.#client);
  }
}

/** A connection that is gone has given up everything already. */
async function leave(client: ClientBase): Promise<void> {
  await client.query(`rollback; ${unlock.text}`).catch(() => {});
}
