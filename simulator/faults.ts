import * as v from 'valibot';
import { wholeNumber } from './control-fields.js';

const milliseconds = wholeNumber(0, 600_000);

const gatewayFault = v.strictObject({
  /** Only these methods; absent: all. */
  methods: v.optional(v.array(v.string())),
  /** Only the next so many calls; absent: until reset. */
  calls: v.optional(wholeNumber(1)),
  slow_ms: v.optional(milliseconds),
  down: v.optional(v.boolean()),
  status: v.optional(wholeNumber(500, 599)),
  code: v.optional(v.picklist(['20000', '40004'])),
  sub_code: v.optional(v.string()),
  unsigned: v.optional(v.boolean()),
  nonsense: v.optional(v.boolean()),
  die_after_work: v.optional(v.boolean()),
  /** Refunds and transfers are accepted and stay undone until the control API deals with them. */
  pending: v.optional(v.boolean()),
  /** Names another certificate in the reply than the one that signs. */
  alipay_cert_sn: v.optional(v.string()),
});

const notificationFault = v.strictObject({
  calls: v.optional(wholeNumber(1)),
  never: v.optional(v.boolean()),
  delay_ms: v.optional(milliseconds),
  times: v.optional(wholeNumber(1, 20)),
  shuffle: v.optional(v.boolean()),
});

/** The body of PUT /simulator/faults. */
export const faultsSchema = v.strictObject({
  gateway: v.optional(v.union([gatewayFault, v.array(gatewayFault)])),
  notifications: v.optional(notificationFault),
});

export type FaultSettings = v.InferInput<typeof faultsSchema>;
export type GatewayFault = v.InferOutput<typeof gatewayFault>;
export type NotificationFault = v.InferOutput<typeof notificationFault>;

/** What goes wrong on purpose, and for how many calls more. Not kept over a restart. */
export class Faults {
  private gateway: GatewayFault[] = [];
  private notifications: NotificationFault | undefined;

  /** Replaces all faults. */
  set(settings: FaultSettings): void {
    const parsed = v.parse(faultsSchema, structuredClone(settings));
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
