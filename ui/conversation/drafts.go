package conversation

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/page"
)

// Drafts keep what was written and has not been asked, for the next run.
type drafts struct {
	saved  string
	saving bool // in a moment
}

// A draftMsg says that it is time to keep it.
type draftMsg struct{}

// keep has the text kept a moment from now, if it changed.
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
