// SPDX-License-Identifier: Apache-2.0

/// The words of column names in other languages than English.
enum ForeignWords {
  /// The name with foreign words put into English; nil where it has none.
  static func translate(_ name: String) -> String? {
    var text = name.lowercased()
    var isForeign = false
    if name.utf8.contains(where: { $0 >= 0x80 }) {
      // Most names have no character that a term begins with: searching for each costs far more.
      let present = Set(text)
      for (english, terms) in unspaced {
        for term in terms where term.first.map(present.contains) ?? false && text.contains(term) {
          text = text.replacing(term, with: " \(english) ")
          isForeign = true
        }
      }
    }
    var words = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    for (index, word) in words.enumerated() {
      if let english = spaced[word] {
        words[index] = english
        isForeign = true
      } else if word.count > 9, word.hasSuffix("verlust") || word.hasSuffix("fehler") {
        let side = String(word.dropLast(word.hasSuffix("verlust") ? 7 : 6))
        words[index] = "\(spaced[side] ?? side) loss"
        isForeign = true
      }
    }
    guard isForeign else { return nil }
    return words.filter { !connectors.contains($0) }.joined(separator: " ")
  }

  private static let connectors: Set<String> = [
    "de", "du", "del", "des", "der", "di", "do", "da", "la", "le", "el", "il", "los", "の", "的", "в",
  ]

  /// Terms of languages that put no spaces between words, or inflect them; the longer first.
  private static let unspaced: [(String, [String])] = [
    ("gradient penalty", ["梯度惩罚", "勾配ペナルティ"]),
    ("learning rate", ["学习率", "學習率", "学習率", "학습률"]),
    (
      "discriminator",
      [
        "判别器", "鉴别器", "辨别器", "判別器", "鑑別器", "識別器", "識別機", "判别网络", "判別網路",
        "판별자", "판별기", "식별자", "식별기", "дискриминатора", "дискриминатор", "المميز",
        "ayırt edici", "ayırıcı",
      ]
    ),
    (
      "generator",
      [
        "生成器", "产生器", "產生器", "生成機", "生成网络", "생성자", "생성기", "генератора", "генератор",
        "المولد", "üretici",
      ]
    ),
    (
      "loss",
      [
        "损失函数", "损失", "損失", "误差", "誤差", "ロス", "손실", "오차", "потери", "потеря", "ошибка",
        "функция потерь", "потерь", "лосс", "خسارة", "kaybı", "kayıp", "втрати",
      ]
    ),
    ("step", ["迭代次数", "迭代步数", "迭代", "步数", "步骤", "步", "ステップ", "反復", "스텝", "반복", "단계"]),
    ("epoch", ["轮次", "轮数", "回合", "世代", "纪元", "轮", "エポック", "에포크", "에폭", "эпоха", "епоха"]),
    ("step", ["итерация", "шаг", "крок", "خطوة", "adım"]),
    ("epoch", ["حقبة", "dönem"]),
    ("batch", ["批次", "バッチ", "배치"]),
    ("accuracy", ["准确率", "準確率", "精确率", "正解率", "정확도", "точность", "doğruluk"]),
    ("real", ["真实", "真實", "本物", "진짜", "gerçek"]),
    ("fake", ["虚假", "伪造", "偽物", "가짜", "sahte"]),
    ("adversarial", ["对抗", "對抗", "敵対的", "적대적"]),
    ("reconstruction", ["重建", "重构", "再構成", "재구성"]),
    ("time", ["时间", "時間", "시간", "время"]),
    ("train", ["训练", "訓練", "学習", "훈련"]),
    ("avg", ["平均"]), ("total", ["总", "總"]), ("value", ["值"]),
  ]

  /// Whole words.
  private static let spaced: [String: String] = [
    "diskriminator": "discriminator", "discriminateur": "discriminator",
    "discriminador": "discriminator", "discriminatore": "discriminator",
    "dyskryminator": "discriminator", "dyskryminatora": "discriminator",
    "générateur": "generator", "generateur": "generator", "generador": "generator",
    "gerador": "generator", "generatore": "generator", "generatora": "generator",
    "verlust": "loss", "fehler": "loss", "perte": "loss", "pertes": "loss", "pérdida": "loss",
    "pérdidas": "loss", "perdida": "loss", "perda": "loss", "perdas": "loss", "perdita": "loss",
    "strata": "loss", "verlies": "loss", "förlust": "loss",
    "epoche": "epoch", "époque": "epoch", "epoque": "epoch", "época": "epoch", "epoca": "epoch",
    "epoka": "epoch", "epok": "epoch", "tijdperk": "epoch",
    "schritt": "step", "étape": "step", "etape": "step", "paso": "step", "passo": "step",
    "krok": "step", "stap": "step", "steg": "step", "iteración": "step", "iteracion": "step",
    "itération": "step", "iteração": "step", "iterazione": "step", "iteracja": "step",
    "genauigkeit": "accuracy", "exactitude": "accuracy", "précision": "accuracy",
    "precisión": "accuracy", "precisão": "accuracy", "dokładność": "accuracy",
    "echt": "real", "réel": "real", "réelles": "real", "falsch": "fake", "gefälscht": "fake",
    "faux": "fake", "fausses": "fake", "falso": "fake", "falsa": "fake", "falsos": "fake",
    "lernrate": "learning rate", "zeit": "time", "temps": "time", "tiempo": "time",
  ]
}
