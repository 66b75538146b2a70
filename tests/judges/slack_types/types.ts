// What our messages, modals and App Home are, in Slack's own types. `make judges` turns them into one JSON schema.
import type { HomeView, KnownBlock, ModalView } from "@slack/types";

export type Message = { text?: string; blocks: KnownBlock[] };
export type Modal = ModalView;
export type Home = HomeView;
