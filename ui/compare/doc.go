// Package compare is the page where several models answer the same questions side
// by side. Start at [Page].
//
// A comparison holds the questions and the answers, in a column for each model. When
// the user leaves it, it becomes a part of the session on the chat's page. The page
// shares the threads and the composer of that page, which it knows as a [Chat] and
// asks to carry out commands. It changes a session only by handing its answers over.
package compare
