"""Every screen in both chats, light and dark: docs/gallery.md and docs/images/gallery."""
