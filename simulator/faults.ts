import { z } from 'zod';

const milliseconds = z.int().min(0).max(600_000);

const gatewayFault = z.strictObject({
  /** Only these methods; absent: all. */
  methods: z.array(z.string()).optional(),
  /** Only the next so many calls; absent: until reset. */
  calls: z.int().min(1).optional(),
  slow_ms: milliseconds.optional(),
  down: z.boolean().optional(),
  status: z.int().min(500).max(599).optional(),
  code: z.enum(['20000', '40004']).optional(),
  sub_code: z.string().optional(),
  unsigned: z.boolean().optional(),
  nonsense: z.boolean().optional(),
  die_after_work: z.boolean().optional(),
  /** Refunds and transfers are accepted and stay undone until the control API deals with them. */
  pending: z.boolean().optional(),
  /** Names another certificate in the reply than the one that signs. */
  alipay_cert_sn: z.string().optional(),
});

const notificationFault = z.strictObject({
  calls: z.int().min(1).optional(),
  never: z.boolean().optional(),
  delay_ms: milliseconds.optional(),
  times: z.int().min(1).max(20).optional(),
  shuffle: z.boolean().optional(),
});

/** The body of PUT /simulator/faults. */
export const faultsSchema = z.strictObject({
  gateway: z.union([gatewayFault, z.array(gatewayFault)]).optional(),
  notifications: notificationFault.optional(),
});

export type FaultSettings = z.input<typeof faultsSchema>;
export type GatewayFault = z.infer<typeof gatewayFault>;
export type NotificationFault = z.infer<typeof notificationFault>;

/** What goes wrong on purpose, and for how many calls more. Not kept over a restart. */
export class Faults {
  private gateway: GatewayFault[] = [];
  private notifications: NotificationFault | undefined;

  /** Replaces all faults. */
  set(settings: FaultSettings): void {
    const parsed = faultsSchema.parse(structuredClone(settings));
    this.gateway = [parsed.gateway ?? []].flat();
    this.notifications = parsed.notifications;
  }

  reset(): void {
    this.set({});
  }

  /** What is still in force. */
  current(): FaultSettings {
    return {
      gateway: this.gateway.filter(remains),
      ...(this.notifications && remains(this.notifications) ? { notifications: this.notifications } : {}),
    };
  }

  /** The fault that meets this call to the gateway, used up by one call. */
  forCall(method: string): GatewayFault {
    const fault = this.gateway.find((one) => remains(one) && (one.methods?.includes(method) ?? true));
    return fault ? use(fault) : {};
  }

  /** The fault that meets this sending of a notification, used up by one call. */
  forNotification(): NotificationFault {
    const fault = this.notifications;
    return fault && remains(fault) ? use(fault) : {};
  }
}

function remains(fault: { calls?: number | undefined }): boolean {
  return fault.calls === undefined || fault.calls > 0;
}

function use<Fault extends { calls?: number | undefined }>(fault: Fault): Fault {
  if (fault.calls !== undefined) fault.calls -= 1;
  return fault;
}
