package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"neonchat/chat"
	"neonchat/config/atomicfile"
)

// asideInfix stands between the name of the history and that of a file of what
// couldn't be saved in it. Their order is that of their names.
const asideInfix = ".aside-"

// keptAside is such a file, as JSON.
type keptAside struct {
	Sessions []asideSession
	Changes  map[string]chat.Change
	Votes    []chat.Vote
}

type asideSession struct {
	Head     chat.Head
	Messages []asideMessage
}

// An asideMessage has its parts as the database has them.
type asideMessage struct {
	chat.Message
	Parts string
	Files attached
}

// PutAside writes down what couldn't be saved, in a file beside the history.
// Whoever opens the history next saves it and takes that file away.
func (s *Store) PutAside(u chat.Unsaved) error {
	aside := keptAside{Changes: u.Changes, Votes: u.Votes}
	for _, one := range u.Sessions {
		kept := asideSession{Head: one.Head}
		for _, m := range one.Messages {
			parts, files, err := encodeParts(m.Parts)
			if err != nil {
				return err
			}
			kept.Messages = append(kept.Messages, asideMessage{m, parts, files})
		}
		aside.Sessions = append(aside.Sessions, kept)
	}
	data, err := json.Marshal(aside)
	if err != nil {
		return err
	}
	if err = os.MkdirAll(filepath.Dir(s.path), 0o700); err == nil {
		err = atomicfile.Write(s.path+asideInfix+chat.NewID(), data)
	}
	return s.explain("putting aside what isn't saved", err)
}

// takeIn saves what was put aside. What can't be saved at once stays there for the
// next time.
func (s *Store) takeIn(ctx context.Context, h *handle) {
	files, err := os.ReadDir(filepath.Dir(s.path)) // in the order of their names
	if err != nil {
		return
	}
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), filepath.Base(s.path)+asideInfix) {
			continue
		}
		path := filepath.Join(filepath.Dir(s.path), f.Name())
		if err := h.take(ctx, path); err == nil {
			os.Remove(path)
		} else if !busy(err) && !ended(err) && s.Notice != nil {
			s.Notice("what was put aside as " + path + " can't be taken into the history: " + err.Error())
		}
	}
}

// take saves what is in a file. What belongs to a session that was deleted since
// is gone with it.
func (h *handle) take(ctx context.Context, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return unless(os.ErrNotExist, err) // another program was faster
	}
	var aside keptAside
	if err := json.Unmarshal(data, &aside); err != nil {
		return err
	}
	save := func(f func(*saver) error) {
		if err == nil {
			err = inTransaction(ctx, h.write, func(tx *sql.Tx) error { return f(&saver{ctx: ctx, tx: tx, compiled: &h.compiled}) })
		}
		if errors.Is(err, chat.ErrOrphan) || errors.Is(err, chat.ErrNoSession) || errors.Is(err, chat.ErrNoMessage) {
			err = nil
		}
	}
	for _, one := range aside.Sessions {
		messages, failure := one.messages()
		if failure != nil {
			return failure
		}
		save(func(w *saver) error { return w.save(one.Head, messages) })
	}
	for id, c := range aside.Changes {
		save(func(w *saver) error { return w.change(id, c) })
	}
	for _, v := range aside.Votes {
		save(func(w *saver) error { return w.vote(v) })
	}
	return err
}

func (a asideSession) messages() (all []chat.Message, err error) {
	for _, kept := range a.Messages {
		m := kept.Message
		if m.Parts, err = decodeParts(kept.Parts, kept.Files); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}
