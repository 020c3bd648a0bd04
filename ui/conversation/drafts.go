package conversation

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/page"
)

// drafts keeps the unsent text for the next run.
type drafts struct {
	saved  string
	saving bool // a draftMsg is on its way
}

// A draftMsg says that it is time to keep the draft.
type draftMsg struct{}

// keep keeps the text a moment from now, if it changed.
func (d *drafts) keep(m *page.Memory, unsent string) tea.Cmd {
	if d.saving || m.Keep == nil || !m.Loaded || unsent == d.saved {
		return nil
	}
	d.saving = true
	return tea.Tick(500*time.Millisecond, func(time.Time) tea.Msg { return draftMsg{} })
}

func (d *drafts) save(m *page.Memory, unsent string) tea.Cmd {
	d.saving, d.saved = false, unsent
	return m.Save(unsent)
}
