// Package markdown shows Markdown that grows: what a model writes is cleaned of terminal control, cut into
// top-level blocks as it arrives, and each block is rendered once, as soon as nothing can change it any more.
//
// The looks are glamour's: its style files set every colour, prefix and margin, and its elements write the styled
// text. The layout around them is ours, so that lists hang, hard breaks break and tables fit.
//
// Start with New, then Renderer.Stream for text that is still arriving or Renderer.Render for text that is whole.
// The package knows nothing of chats, terminals or the environment.
package markdown
