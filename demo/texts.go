package demo

import "fmt"

const branching = `# Copy-on-write branching 🌿

A branch of a Neon database starts as a **pointer into its parent's history**. No page is copied when it is made, so it is ready in about a second, whatever the size.

## How it works

1. The storage layer keeps every page version by its *log sequence number* (LSN).
2. A branch remembers its parent and the LSN at which it left.
3. A read that finds no page of the branch's own falls through to the parent.
4. Only what is **written** on the branch is stored for the branch.

| | Full copy | Copy-on-write branch |
| --- | ---: | ---: |
| Time for 500 GB | hours | ~1 second |
| Extra storage at first | 500 GB | 0 GB |
| Parent affected | load while copying | not at all |

Make one for each pull request:

` + "```sh" + `
neon branches create --name preview/pr-42 --parent main
neon connection-string preview/pr-42
` + "```" + `

> A branch is cheap to throw away, so try the migration there first. 写时复制 is the same idea as ` + "`fork()`" + ` in an operating system.

Deleting the branch frees only its own pages; the parent never knew. ✅
`

// general answers a prompt about anything else, in the words it used.
func general(subject, prompt string) string {
	return fmt.Sprintf(`## About “%[1]s”

You asked about **%[1]s**. Here is how I would look at it, shortly and with an example. 🙂

- *Start small*: name the one question that matters and leave out the rest.
- *Look at what is there*: the data usually knows more than the plan.
- *Try it on a branch*, so that a mistake costs nothing.

| Step | What to do | Time |
| --- | --- | ---: |
| 1 | Write the question down | 1 min |
| 2 | Find one example of it | 5 min |
| 3 | Check the example, 検証する | 10 min |

`+"```sql"+`
-- what this prompt weighs
SELECT %[2]d AS bytes, %[3]d AS tokens;
`+"```"+`

That is the whole of it. Ask on, or say `+"`help`"+` to see what this offline gateway can do. ✨
`, subject, len(prompt), count(prompt))
}

const longSection = `## Section %d

A paragraph with **bold**, *italic* and ` + "`code`" + `, to be rendered again and again while it grows. 東京 🚀

- one thing
- another thing, with a [link](https://neon.com/docs)

| column | value |
| --- | ---: |
| rows | %d |

` + "```go" + `
for i := range rows {
	fmt.Println(i)
}
` + "```" + `

`

const unicodeText = "# Unicode 🌍\n\n" +
	"- a family: 👨‍👩‍👧‍👦, a flag: 🇯🇵, a hand: 👍🏽, a rainbow: 🏳️‍🌈\n" +
	"- CJK: 日本語、中文、한국어\n" +
	"- right to left: مرحبا بالعالم, שלום עולם\n" +
	"- combining: e\u0301 n\u0303 a\u030a, Z\u0351\u036b\u0343a\u0351l\u0324g\u0353o\u0360\n" +
	"- narrow and wide: ﾊﾝｶｸ, ＦＵＬＬ, zero\u200bwidth\n\n" +
	"| symbol | name |\n| --- | --- |\n| 👩🏾‍🚀 | astronaut |\n| 猫 | cat |\n"

const escapeText = "# Escapes\n\n" +
	"A window title \x1b]0;owned\x07, a clipboard \x1b]52;c;b3duZWQ=\x07, \x1b[31mred\x1b[0m and \x1b[5mblinking\x1b[0m words.\n\n" +
	"A cleared screen \x1b[2J\x1b[H, a moved cursor \x1b[10A, a hyperlink \x1b]8;;https://example.com\x1b\\here\x1b]8;;\x1b\\, " +
	"a C1 control \u009b31m, a bell \a, a backspace \b\b\b and a carriage return \rover it.\n\n" +
	"An end.\n"
