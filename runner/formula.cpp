#include "runner/formula.hpp"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>

namespace trainsweep {

FormulaCheck check_formula(const std::string& text) {
  FormulaCheck check;
  try {
    mu::Parser parser;
    parser.SetExpr(text);
    for (const auto& [name, value] : parser.GetUsedVar()) check.names.push_back(name);
    // Names that have no value yet hide what else is wrong.
    for (const std::string& name : check.names) parser.DefineConst(name, 1);
    int results = 0;
    static_cast<void>(parser.Eval(results));
    if (results != 1) check.fault = "has more than one result";
  } catch (const mu::Parser::exception_type& e) {
    check.fault = fmt::format("does not read as a formula at character {}", std::max(e.GetPos(), 0) + 1);
  }
  return check;
}

double formula_value(const std::string& text, const Numbers& numbers) {
  mu::Parser parser;
  for (const auto& [name, value] : numbers) parser.DefineConst(name, value);
  parser.SetExpr(text);
  return parser.Eval();
}

}  // namespace trainsweep
