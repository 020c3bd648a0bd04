package conversation

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"
	"neonchat/ui/list"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// selecting takes a key while a message is selected. No letter lands in the
// composer: one that means nothing says which do. What was proposed is asked by
// enter, and by any other letter it is not.
func (c *Conversation) selecting(key tea.KeyPressMsg, proposed keymap.Action) page.Intent {
	a := c.Env.Keys.Action(keymap.Walking, key.String())
	if proposed != "" {
		switch {
		case a == keymap.Fold:
			if proposed == keymap.GoOn {
				return c.GoOn(c.Transcript.Chosen())
			}
			return c.Again(c.Transcript.Chosen())
		case a == keymap.Leave, key.Text != "":
			c.Composer.Say("nothing was asked")
			return nil
		}
	}
	if i, ok := c.Transcript.Select(a); ok {
		return i
	}
	switch a {
	case keymap.Leave:
		c.Transcript.Selected = -1
		return nil
	case keymap.Models:
		return chooseModel(c)
	case keymap.Sessions:
		return listSessions(c, "", false)
	case keymap.Help:
		return page.Open{Over: NewHelp(c.Env)}
	case keymap.Break:
		if !c.Stop() {
			c.Transcript.Selected = -1
		}
		return nil
	case "":
		return c.strange(key)
	}
	return c.with(a, c.Transcript.Chosen())
}

// elsewhere are the actions of writing that change no text: their keys work while
// selecting too.
var elsewhere = []keymap.Action{keymap.Search, keymap.Editor, keymap.Served, keymap.Thoughts, keymap.Suspend}

// strange takes a key that has no meaning for a message.
func (c *Conversation) strange(key tea.KeyPressMsg) page.Intent {
	if a := c.Env.Keys.Action(keymap.Writing, key.String()); key.Text == "" && slices.Contains(elsewhere, a) {
		c.Transcript.Selected = -1
		return c.Press(key)
	}
	k := c.Env.Keys
	c.Composer.Say(theme.OneLine(key.String()) + " does nothing here; " + k.Key(keymap.Walking, keymap.Leave) + " writes, " + k.Key(keymap.Walking, keymap.Help) + " shows all keys")
	return nil
}

// with carries out an action on the selected message. What asks a model waits for
// enter.
func (c *Conversation) with(a keymap.Action, e *transcript.Entry) page.Intent {
	switch a {
	case keymap.Copy:
		if e.Question() {
			return page.Copy{Text: e.Text(), What: "the question"}
		}
		return page.Copy{Text: e.Text(), What: "the answer"}
	case keymap.Code:
		return copyCode(c.Env, e)
	case keymap.Link:
		return openLink(c.Env, e)
	case keymap.Fold:
		e.Folded = !e.Folded
		c.Transcript.Decorate(e)
		return c.Transcript.Choose(c.Transcript.Selected)
	case keymap.Thought:
		c.Thoughts(e)
	case keymap.Redo, keymap.Other, keymap.GoOn:
		return c.propose(a, e)
	case keymap.Fork:
		return c.ForkAt(e)
	case keymap.Origin:
		return c.GoBack()
	case keymap.Edit:
		return c.EditQuestion(c.Transcript.Selected)
	case keymap.Older:
		return c.Sibling(e, -1)
	case keymap.Newer:
		return c.Sibling(e, 1)
	case keymap.Save:
		return saveImages(c.Env, e)
	}
	return nil
}

// copyCode copies the message's code block, or asks which one.
func copyCode(env *page.Env, e *transcript.Entry) page.Intent {
	blocks := codeBlocks(e.Text())
	var items []list.Item
	for _, b := range blocks {
		lines := strings.Count(b.text, "\n")
		detail := strings.TrimSpace(b.language + " " + strconv.Itoa(lines) + " lines")
		start, _, _ := strings.Cut(strings.TrimLeft(b.text, "\n"), "\n")
		items = append(items, list.Item{Text: markdown.Clean(start), Detail: markdown.Clean(detail), Intent: page.Copy{Text: b.text, What: "the code"}})
	}
	return pickOne(env, "Copy which code?", "there is no code in this message", items)
}

// openLink opens the message's link, or asks which one.
func openLink(env *page.Env, e *transcript.Entry) page.Intent {
	var items []list.Item
	for _, link := range links(e.Text()) {
		items = append(items, list.Item{Text: link, Intent: page.OpenLink{Link: link}})
	}
	return pickOne(env, "Open which link?", "there is no link in this message", items)
}

// pickOne asks which item to take if there are several.
func pickOne(d *page.Env, title, none string, items []list.Item) page.Intent {
	switch len(items) {
	case 0:
		return page.Notice{Text: none}
	case 1:
		return items[0].Intent
	}
	return page.Open{Over: list.New(d, title, items)}
}

// A codeBlock is a code block of a Markdown text.
type codeBlock struct{ language, text string }

// codeBlocks returns the fenced code blocks of a text, as they were written.
func codeBlocks(text string) []codeBlock {
	var blocks []codeBlock
	var open *codeBlock
	fence, indent := "", 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		bare := strings.TrimLeft(line, " \t")
		switch {
		case open == nil:
			n := len(bare) - len(strings.TrimLeft(bare, bare[:min(1, len(bare))]))
			if n < 3 || bare[0] != '`' && bare[0] != '~' || bare[0] == '`' && strings.Contains(bare[n:], "`") {
				continue
			}
			fence, indent = bare[:n], len(line)-len(bare)
			language, _, _ := strings.Cut(strings.TrimSpace(bare[n:]), " ")
			open = &codeBlock{language: language}
		case strings.HasPrefix(bare, fence) && strings.Trim(bare, fence[:1]+" \t\r\n") == "":
			blocks, open = append(blocks, *open), nil
		default:
			open.text += line[min(indent, len(line)-len(bare)):]
		}
	}
	if open != nil {
		blocks = append(blocks, *open)
	}
	return blocks
}

// links returns the web addresses in a text, each once.
func links(text string) []string {
	var found []string
	seen := map[string]bool{}
	for _, at := range []string{"https://", "http://"} {
		for rest := text; ; {
			i := strings.Index(rest, at)
			if i < 0 {
				break
			}
			link := rest[i:]
			if end := strings.IndexFunc(link, endsLink); end >= 0 {
				link = link[:end]
			}
			rest = rest[i+len(at):]
			link = strings.TrimRight(link, ".,;:!?*_")
			if !strings.Contains(link, "(") {
				link = strings.TrimRight(link, ")")
			}
			if len(link) > len(at) && !seen[link] {
				seen[link] = true
				found = append(found, link)
			}
		}
	}
	return found
}

func endsLink(r rune) bool {
	return r <= ' ' || r == 0x7f || strings.ContainsRune("<>\"`[]{}|\\^", r) || r >= 0x80 && r < 0xa0
}
