package transcript

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"
)

// page is how far a page goes: two lines of the old one stay.
func (t *Transcript) page() int { return max(1, t.Height-2) }

// ScrollBy carries out an action that scrolls. It reports whether it was one.
func (t *Transcript) ScrollBy(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.PageUp:
		return t.Scroll(-t.page()), true
	case keymap.PageDown:
		return t.Scroll(t.page()), true
	case keymap.Top:
		t.ToStart()
		return nil, true
	case keymap.Bottom:
		t.ToEnd()
		return nil, true
	}
	return nil, false
}

// Select carries out an action that selects another message. It reports whether it
// was one.
func (t *Transcript) Select(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.Next:
		return t.Choose(t.Selected + 1), true
	case keymap.Previous:
		return t.Choose(t.Selected - 1), true
	case keymap.First:
		return t.Choose(0), true
	case keymap.Last:
		t.ToEnd()
		t.Selected = len(t.Entries) - 1
		return nil, true
	case keymap.PageUp, keymap.PageDown:
		cmd, _ := t.ScrollBy(a)
		t.Selected = t.Top.Entry
		return cmd, true
	}
	return nil, false
}
