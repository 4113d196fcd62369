// A file of 2 models x 3 offers x 4 counts, written by hand, half of it evaluated.
#include "runner/top.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <sstream>

#include "runner/exit_status.hpp"
#include "runner/hdf5.hpp"

namespace trainsweep {
namespace {

using Texts = std::vector<std::string>;
using Values = std::vector<double>;

template <class T>
void write_at(const std::string& path, std::uint64_t offset, const std::vector<T>& values) {
  const int file = ::open(path.c_str(), O_WRONLY);
  const auto bytes = static_cast<ssize_t>(values.size() * sizeof(T));
  ASSERT_EQ(::pwrite(file, values.data(), values.size() * sizeof(T), static_cast<off_t>(offset)), bytes);
  ::close(file);
}

class Top : public testing::Test {
 protected:
  // Point (m, o, c): days = 100 / (c + 1), usd = 10 m + o + c, and its code is c % 2.
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("top_test." + std::to_string(::getpid()));
    std::filesystem::create_directory(folder_);
    path_ = (folder_ / "out.h5").string();
    auto file = hdf5::File::create(path_);
    file.write_attribute("trainsweep_format", "1.0");
    auto model = file.create_dataset("model", hdf5::Type::text, {2});
    model.write(Texts{"small", "large"});
    auto offer = file.create_dataset("offer", hdf5::Type::text, {3});
    offer.write(Texts{"a-old", "a-new", "b-new"});
    auto count = file.create_dataset("count", hdf5::Type::float64, {4});
    count.write(Values{8, 16, 32, 64});
    for (auto* scale : {&model, &offer, &count}) scale->make_scale();
    auto seller = file.create_dataset("seller", hdf5::Type::text, {3});
    seller.write(Texts{"a", "a", "b"});
    seller.attach_scale(0, offer);

    std::vector<std::uint64_t> offsets;
    for (const auto& [name, type] : {std::pair{"status", hdf5::Type::uint8}, {"days", hdf5::Type::float32},
                                     {"usd", hdf5::Type::float32}, {"mode", hdf5::Type::float32}}) {
      auto column = file.create_dataset(name, type, {2, 3, 4});
      column.attach_scale(0, model);
      column.attach_scale(1, offer);
      column.attach_scale(2, count);
      if (std::string(name) == "status") column.write_attribute("flag_meanings", "not_evaluated ok too_big");
      if (std::string(name) == "mode") column.write_attribute("flag_meanings", "none full");
      if (std::string(name) == "days") column.write_attribute("units", "d");
      offsets.push_back(column.offset());
    }
    file.close();
    std::vector<float> days, usd, mode;
    for (int m = 0; m < 2; ++m) {
      for (int o = 0; o < 3; ++o) {
        for (int c = 0; c < 4; ++c) {
          status_.push_back(c == 0 ? 2 : 1);  // the smallest count never runs
          days.push_back(c == 0 ? NAN : 100.0f / static_cast<float>(c + 1));
          usd.push_back(c == 0 ? NAN : static_cast<float>(10 * m + o + c));
          mode.push_back(c == 0 ? NAN : static_cast<float>(c % 2));
        }
      }
    }
    status_offset_ = offsets[0];
    write_at(path_, offsets[0], status_);
    write_at(path_, offsets[1], days);
    write_at(path_, offsets[2], usd);
    write_at(path_, offsets[3], mode);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void forget_from(std::size_t point) {
    std::fill(status_.begin() + static_cast<std::ptrdiff_t>(point), status_.end(), std::uint8_t{0});
    write_at(path_, status_offset_, status_);
  }

  std::string csv(TopOptions options) {
    options.file = path_;
    options.format = Format::csv;
    std::ostringstream out;
    notes_.str("");
    print_top(options, out, notes_);
    return out.str();
  }
  std::string refusal(TopOptions options) {
    try {
      csv(std::move(options));
    } catch (const UserError& error) {
      const std::string text = error.what();
      return text.substr(0, text.find('\n'));
    }
    return "accepted";
  }

  std::filesystem::path folder_;
  std::string path_;
  std::uint64_t status_offset_ = 0;
  std::vector<std::uint8_t> status_;
  std::ostringstream notes_;
};

TEST_F(Top, ListsTheLeastFirstAndEqualOnesByTheirPlace) {
  EXPECT_EQ(csv({.by = "usd", .columns = {"offer", "count", "usd"}, .count = 4}),
            "offer,count,usd\na-old,16,1\na-old,32,2\na-new,16,2\na-old,64,3\n");
  EXPECT_EQ(notes_.str(), "");
}

TEST_F(Top, ShowsWhereAPointIsAndWhatWasAskedWhenNothingIsChosen) {
  EXPECT_EQ(csv({.by = "usd", .where = {"days < 30", "seller == b"}, .count = 1}),
            "model,offer,count,usd,days [d],seller\nsmall,b-new,64,5,25,b\n");
}

TEST_F(Top, FindsTheLargestFirst) {
  EXPECT_EQ(csv({.by = "usd", .columns = {"usd"}, .count = 2, .descending = true}), "usd\n15\n14\n");
}

TEST_F(Top, FindsTheBestOfEachCombinationTheCheapestGroupFirst) {
  EXPECT_EQ(csv({.by = "usd", .where = {"days <= 40"}, .per = {"model", "seller"}, .columns = {"offer", "count", "usd"}}),
            "model,seller,offer,count,usd\nsmall,a,a-old,32,2\nsmall,b,b-new,32,4\nlarge,a,a-old,32,12\nlarge,b,b-new,32,14\n");
}

TEST_F(Top, ComparesWordsOfColumnsAndCoordinates) {
  EXPECT_EQ(csv({.by = "usd", .where = {"mode == none", "offer != a-old", "count >= 16"}, .columns = {"mode", "usd"}, .count = 1}),
            "mode,usd\nnone,3\n");
}

TEST_F(Top, OrdersByACoordinateToo) {
  EXPECT_EQ(csv({.by = "count", .where = {"days < 40"}, .columns = {"count"}, .count = 1}), "count\n32\n");
}

TEST_F(Top, SaysWhenTheFileIsHalfDone) {
  forget_from(12);
  EXPECT_EQ(csv({.by = "usd", .columns = {"model"}, .count = 100}).find("large"), std::string::npos);
  EXPECT_EQ(notes_.str(), "half done: 12 of 24 points are evaluated; what is best may still change\n");
}

TEST_F(Top, SaysWhyNothingIsLeft) {
  EXPECT_EQ(csv({.by = "usd", .where = {"count == 8"}, .columns = {"usd"}}), "usd\n");
  EXPECT_EQ(notes_.str(), "no point satisfies this; of 6 points looked at 6 are too_big\n");
}

TEST_F(Top, CountsCombinationsWithoutAPoint) {
  csv({.by = "usd", .where = {"usd < 10"}, .per = {"model"}});
  EXPECT_EQ(notes_.str(), "1 of 2 combinations of model have no such point\n");
}

TEST_F(Top, CountsNoCombinationsThatCannotBe) {
  csv({.by = "usd", .where = {"usd < 10"}, .per = {"offer", "seller"}});
  EXPECT_EQ(notes_.str(), "");
}

TEST_F(Top, RefusesWhatTheFileHasNot) {
  EXPECT_EQ(refusal({.by = "usb"}), "`" + path_ + "` has no `usb`");
  EXPECT_EQ(refusal({.by = "usd", .where = {"mode == ful"}}), "`mode` is never `ful`");
  EXPECT_EQ(refusal({.by = "usd", .where = {"mode < full"}}), "`mode` has words, which have no order");
  EXPECT_EQ(refusal({.by = "usd", .where = {"days < soon"}}), "`days` is compared with `soon`, which is no number");
  EXPECT_EQ(refusal({.by = "usd", .per = {"days"}}), "`days` is a column");
  EXPECT_EQ(refusal({.by = "offer"}), "`offer` has words, which have no order");
  EXPECT_EQ(refusal({}), "--by is missing: the column to order by");
  path_ = "/no/such/file.h5";
  EXPECT_EQ(refusal({.by = "usd"}), "there is no file `/no/such/file.h5`");
}

TEST_F(Top, ListsWhatCanBeAskedFor) {
  EXPECT_EQ(csv({.names = true}),
            "name,is,unit,values,description\nmodel,axis,,\"small to large, 2 values\",\noffer,axis,,\"a-old to b-new, 3 values\",\n"
            "count,axis,,\"8 to 64, 4 values\",\nseller,along offer,,\"a to b, 3 values\",\ndays,column,d,,\nusd,column,,,\n"
            "mode,column,,\"none, full\",\n");
}

}  // namespace
}  // namespace trainsweep
