/** The process answers. */
export class LivenessResponse {
  /** @example 'ok' */
  status: 'ok';
}

/** What the server needs to do its work, each part on its own. */
export class ReadinessChecks {
  /** The database answers. */
  database: 'ok' | 'failed';

  /** The database has every migration that this version knows. */
  migrations: 'ok' | 'failed';

  /** The application's key signs what its public half verifies. */
  signing: 'ok' | 'failed';
}

/** Whether requests should be sent here. */
export class ReadinessResponse {
  /** @example 'ok' */
  status: 'ok' | 'unavailable';

  checks: ReadinessChecks;
}
