import type { FeedMessage, SocketMessage } from '../domain/views.ts'

type Message = SocketMessage | FeedMessage

/** Accepts a hibernating WebSocket and sends what the listener missed. The Origin was checked before the upgrade got here. */
export function accept(ctx: DurableObjectState, first: Message): Response {
  const { 0: client, 1: server } = new WebSocketPair()
  ctx.acceptWebSocket(server)
  server.send(JSON.stringify(first))
  return new Response(null, { status: 101, webSocket: client })
}

/** Sends one message to every listener; one that is gone does not stop the others. */
export function send(ctx: DurableObjectState, message: Message): void {
  const text = JSON.stringify(message)
  for (const socket of ctx.getWebSockets()) {
    try {
      socket.send(text)
    } catch {
      socket.close(1011, 'the connection is broken')
    }
  }
}
