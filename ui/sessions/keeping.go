package sessions

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/list"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// Change changes the session under the cursor.
func (s *Sessions) Change(a keymap.Action) page.Intent {
	it := s.chosen()
	switch {
	case a == keymap.Undo:
		return s.undo()
	case it.ID == "":
		return nil
	case s.got.text:
		s.notice = s.Env.Keys.Key(keymap.Listing, keymap.Text) + " goes to the list, where that can be done"
		return nil
	case a == keymap.Rename:
		s.Naming, s.named = draft.NewBuffer(), it.ID
		s.Naming.Insert(it.Title)
		return nil
	case a == keymap.Remove && s.under(it.ID):
		s.notice = "an answer is under way there: it can't be deleted now"
		return nil
	case a == keymap.Remove:
		return s.remove(it.ID)
	}
	pinned := !it.Pinned
	return s.changed(s.Env.Saver.Later("pinning", func(ctx context.Context, store chat.Store) error {
		return store.Change(ctx, it.ID, chat.Change{Pinned: &pinned})
	}))
}

// changed reads the store again after a change, so that an error of the change
// is shown first.
func (s *Sessions) changed(change tea.Cmd) page.Intent {
	s.want.changes++
	return tea.Sequence(change, s.ask())
}

// name handles a key for the title that is being written.
func (s *Sessions) name(a keymap.Action, key tea.KeyPressMsg) page.Intent {
	switch a {
	case keymap.ListLeave:
		s.Naming = nil
	case keymap.Choose:
		title := strings.TrimSpace(s.Naming.Plain())
		s.Naming = nil
		if title == "" {
			return nil
		}
		return page.Batch{page.Renamed{ID: s.named, Title: title}, s.changed(s.Env.Saver.Rename(s.named, title))}
	default:
		list.Typed(s.Naming, s.Env.Keys, key)
	}
	return nil
}

// remove deletes a session and holds it for undo.
func (s *Sessions) remove(id string) page.Intent {
	var held *chat.Session
	store := s.Env.Saver.Store
	r := s.Env.Saver.Add(func(ctx context.Context, store chat.Store) (err error) {
		if held, err = store.Load(ctx, id); err == nil {
			err = store.Delete(ctx, id)
		}
		return err
	})
	return page.Batch{page.Deleted{ID: id}, s.changed(func() tea.Msg {
		if err := r.Write(context.Background(), store); err != nil {
			return page.NoticeMsg{Text: "deleting: " + err.Error()}
		}
		return deletedMsg{held}
	})}
}

// undo brings back the session that was deleted last.
func (s *Sessions) undo() page.Intent {
	n := len(s.deleted)
	if n == 0 {
		s.notice = "nothing was deleted here"
		return nil
	}
	held := s.deleted[n-1]
	s.deleted = s.deleted[:n-1]
	s.notice = "“" + s.Env.Look.Cut(theme.OneLine(held.Title), 40) + "” is back"
	i := s.changed(s.Env.Saver.Later("bringing it back", func(ctx context.Context, store chat.Store) error {
		return store.Save(ctx, held.Head, held.Messages...)
	}))
	if held.ID == s.page {
		return page.Batch{i, page.OpenSession{ID: held.ID}}
	}
	return i
}
