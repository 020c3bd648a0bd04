package ui

import (
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/page"
)

// The same for several models at once: whatever is pressed, said and resized, the
// program lives, keeps to its screen, and can be talked to in the end.
func TestChaosOfComparisons(t *testing.T) {
	for seed := range uint64(4) {
		c := newChaos(t, seed)
		c.u.model.speak(sonnet, mini, flash, haiku, "gpt-5")
		for range 800 {
			if c.root.comparing == nil && !c.root.chat.Busy() {
				c.compares()
			}
			c.step()
			c.u.voicesSay(c.r)
			c.compared()
		}
		c.settles()
	}
}

// compared presses a key of the columns, after a way there was made now and then.
func (c *mess) compared() {
	k, often := c.root.comparing, c.r.IntN(3) == 0
	switch {
	case often && c.root.over != nil:
		c.takes(tea.KeyPressMsg{Code: []rune{tea.KeyEscape, tea.KeyEnter}[c.r.IntN(2)]})
	case often && k != nil && c.root.view.Cursor != nil: // somebody writes
		c.takes(tea.KeyPressMsg{Code: tea.KeyTab})
	case c.r.IntN(2) == 0:
		c.takes(contestKeys[c.r.IntN(len(contestKeys))])
	}
}

// compares asks some of the models, blind or not.
func (c *mess) compares() {
	targets := []string{sonnet, mini, flash, haiku, "gpt-5"}
	c.r.Shuffle(len(targets), func(i, j int) { targets[i], targets[j] = targets[j], targets[i] })
	m := to("what now?", targets[:2+c.r.IntN(4)]...)
	m.Blind = c.r.IntN(3) == 0
	c.run(c.root.obey(page.Compare{Comparison: m}))
	c.takes(tea.WindowSizeMsg{Width: c.width, Height: c.height})
}

// voicesSay has each of the voices say something, if it was asked.
func (u *user) voicesSay(r *rand.Rand) {
	for _, v := range u.model.voices {
		select {
		case v.say <- anything(r):
		default:
		}
		for len(v.asked) > 50 {
			<-v.asked
		}
	}
}

// settles lets all end, leaves the page, and looks whether the store has what the
// chat shows.
func (c *mess) settles() {
	close(c.u.model.say)
	for _, v := range c.u.model.voices {
		close(v.say)
	}
	for c.root.chat.Busy() || c.root.comparing != nil && c.root.comparing.Busy() {
		c.takes(<-c.come)
	}
	c.root.over = nil
	c.takes(page.SwitchMsg{Gateway: page.Gateway{Streamer: c.u.model, Branch: mainBranch}})
	for range 10 { // out of whatever is open there
		if c.root.comparing != nil {
			c.takes(tea.KeyPressMsg{Code: tea.KeyEscape})
		}
	}
	c.takes(tea.WindowSizeMsg{Width: 80, Height: 24})
	if !strings.Contains(ansi.Strip(c.last), "main · ") {
		c.t.Errorf("in the end the screen is\n%s", c.last)
	}
	for _, m := range c.root.chat.Session.Path() {
		if c.root.chat.Kept[m.ID] == nil {
			c.t.Errorf("the message %s of the session is not shown", m.ID)
		}
	}
	c.root.close(c.t.Context())
}

// contestKeys are those of the columns.
var contestKeys = func() (keys []tea.KeyPressMsg) {
	for _, r := range "3478szdddrmxbvvv=-SytgGjkhl" {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return append(keys, tea.KeyPressMsg{Code: tea.KeyTab}, tea.KeyPressMsg{Code: tea.KeyPgDown})
}()
