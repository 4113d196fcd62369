// AxesGiven: which axes a config gives, and where: each once, of some groups exactly
// one or at most one, and none that must be given left out.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/engine.hpp"
#include "runner/toml_reader.hpp"

namespace trainsweep {

class AxesGiven {
 public:
  AxesGiven(const Schema& schema, Diagnostics& errors) : schema_(schema), errors_(errors) {}

  // The axis of a key, noted as given in the table `where`. Nothing where there is no
  // such axis or it was given before, which is reported.
  std::optional<std::size_t> take(const TomlEntry& entry, const std::string& where);

  // Reports groups of which too many or too few were given, and axes that are missing, at
  // `whole`. An axis that an unknown key was near to counts as given: that mistake
  // was reported.
  void check_complete(const Position& whole);

 private:
  struct Given {
    std::string where;
    Position at;
  };
  [[nodiscard]] const Given* find(std::string_view axis) const;
  void check_group(const OneOf& group, const Position& whole);

  const Schema& schema_;
  Diagnostics& errors_;
  std::map<std::string_view, Given> given_;
  std::set<std::string_view> meant_;
};

}  // namespace trainsweep
