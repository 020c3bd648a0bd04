// Package compare is the page where several models answer the same questions side
// by side. Start at [Page].
//
// A comparison is the questions and the answers; it has a column for each model,
// and becomes a part of the session on the chat's page when it is left. The page
// shares that page's threads and composer, and asks it to carry out commands: it
// knows it as a [Chat]. It changes no session but by handing its answers over.
package compare
