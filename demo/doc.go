// Package demo is an offline Neon AI Gateway: an http.Handler for all of its
// routes in both layouts, for --demo, for tests, and for any client that is
// pointed at it. Begin with Start, or with New for the handler alone.
//
// No model is behind it. It answers with canned Markdown, streamed in each
// vendor's own events, and refuses what the real gateway refuses, in the body
// of the layer that would refuse it. It imports no other package of the program,
// so that a mistake of an encoder can't be repeated here.
//
// A prompt that begins with "repeat" gets back what follows the word and one
// separator, byte for byte, cut only by an output limit in the request. "what
// did I say before?" quotes the conversation. A prompt with answers in elements
// such as <answer label="A"> that asks for a "ranking" gets JSON with one, the
// longest first. Small models answer more briefly than others. "help" lists the
// words that cause trouble. They work in the first paragraph of the last prompt,
// but not in text to be repeated:
//
//	!status 429   refuses with that status, a Retry-After with the 429;
//	              "!status 503 once" only the first time for a prompt,
//	              "!status 429 forever" without a Retry-After
//	!locked       refuses the model as one that credits would unlock
//	!credits      refuses as if the credits were used up
//	!scarce       says that a minute's tokens are nearly used up
//	!cut          ends the answer halfway without a terminal signal;
//	              "!cut hard" breaks the connection
//	!stall        stops halfway and holds the connection
//	!slow         one delta a second, at any speed
//	!garbage      an event of broken JSON halfway
//	!error        an error event halfway, after the 200
//	!html         200 with an HTML page
//	!refuse       declines, as the vendor does
//	!empty        answers nothing at all
//	!length       stops halfway for length
//	!long 5MB     an answer of that many bytes of Markdown, not paced
//	!think        reasons first
//	!redacted     reasons in secret (Claude)
//	!image        draws a picture (OpenAI's and Gemini's own routes)
//	!tool         calls the first declared tool, or get_weather;
//	              "!tool NAME {…}" calls that tool with these arguments
//	!tools 3      makes so many calls at once
//	!loop         calls a tool again and again, for ever
//	!badargs      calls a tool with the wrong arguments, then mends them
//	!unicode      emoji, CJK, right-to-left and combining characters, one code
//	              point a delta
//	!escape       terminal escape sequences
//
// A target after a word limits it to that model, or to one of its routes:
// "!status 429 @gpt-5-mini", "!cut @gpt-5-mini@mlflow".
//
// A gateway serves all models, or those named in Options; it doesn't know the
// others. Models for embeddings are in its list but can't be asked.
//
// Without a stream, !cut, !stall and !garbage spoil the one body instead. The
// token with "_noscope" or "_otherbranch" after it earns the 403s.
//
// The dialects are files of this package, not packages of their own, told apart by
// their prefixes. They read into one request, play one answer and refuse by one
// list of rules: they share 53 unexported functions, types and variables and 68
// fields and methods, and borrow five from each other. In folders they
// would all have to be exported, for callers who need none of them.
package demo
