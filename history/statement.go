package history

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"sync"
)

// statements keeps what a history writes with compiled: to compile it each time
// would take a third of the time to save a message. A transaction has the only
// connection that writes, so that what it misses is compiled before the next.
type statements struct {
	mu       sync.Mutex
	compiled map[string]*sql.Stmt // nil: missed
}

func (s *statements) compile(ctx context.Context, db *sql.DB) error {
	s.mu.Lock()
	missed := slices.Collect(maps.Keys(s.compiled))
	missed = slices.DeleteFunc(missed, func(query string) bool { return s.compiled[query] != nil })
	s.mu.Unlock()
	for _, query := range missed {
		statement, err := db.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.compiled[query] = statement
		s.mu.Unlock()
	}
	return nil
}

// get gives a statement for a transaction, nil when it isn't compiled yet.
func (s *statements) get(ctx context.Context, tx *sql.Tx, query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	statement := s.compiled[query]
	if statement == nil {
		if s.compiled == nil {
			s.compiled = map[string]*sql.Stmt{}
		}
		s.compiled[query] = nil
		return nil
	}
	return tx.StmtContext(ctx, statement)
}
