"""Common given names and surnames, endings of surnames, and words of place names.

The lists need not be complete: a share of a column is enough. Names that are mostly places are left
out (Victoria, Florence, Shirley, Wood, Hill).
"""

from __future__ import annotations

import re


def _split_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORENAMES = _split_words(
    """
    oliver george noah arthur harry leo muhammad mohammed mohammad mohamed jack charlie oscar
    jacob henry thomas freddie alfie theo william theodore archie joshua alexander james isaac
    edward lucas tommy finley max logan ethan mason teddy benjamin arlo joseph sebastian
    harrison elijah adam daniel samuel louis jude lewis dylan michael david john paul peter
    mark andrew stephen steven richard robert christopher matthew anthony simon ryan liam
    nathan aaron callum connor luke jamie kyle olivia amelia isla ava mia ivy lily isabella
    rosie sophia grace willow freya emily ella poppy evie elsie charlotte evelyn sienna sofia
    daisy phoebe sophie alice harper matilda ruby emilia maya millie isabelle eva luna jessica
    ada aria arabella maisie emma lucy hannah chloe megan holly amy katie rebecca laura sarah
    claire nicola karen susan julie linda margaret patricia helen jane elizabeth rachel
    samantha gemma kelly michelle lisa joanne louise natalie amanda jennifer zoe leah abigail
    fatima aisha ayesha zainab maryam mariam khadija amina hafsa sara yusuf ibrahim omar umar
    ali ahmed hassan hussain bilal hamza abdullah imran tariq nadia yasmin samina shabana
    priya anjali kiran harpreet gurpreet manpreet simran jaspreet arjun rohan raj amit sanjay
    deepak ravi sunita neha pooja piotr pawel tomasz krzysztof katarzyna agnieszka magdalena
    zofia zuzanna andrei maria ana elena ioana alexandru mihai kwame kofi abena chidi ngozi
    chioma oluwaseun temitope tunde blessing emmanuel precious tendai wei mei ling

    aidan alan albert alex alexandra alison allan amber amelie anna anne annette annie antony
    ashleigh barbara barry bernard beth bethan bethany beverley brandon brenda brett brian
    bryan cameron carl carly carol carole caroline catherine cerys charlene charles cheryl
    chris christian christine clare clive clifford colin connie conor craig damian damien
    danielle danny darren dawn dean deborah debra declan denise dennis derek diana diane
    dominic donald donna dorothy douglas duncan eileen elaine eleanor ellie elliot elliott
    emmie eric erin esme evan fiona frances francesca francis frank frederick gareth garry
    gary gavin geoffrey georgia georgina gerald geraldine gerard gillian glen glenn gordon
    graham graeme grant greg gregory guy gwen hayley hazel heather hilary hollie howard hugh
    hugo iain ian imogen irene isobel jacqueline jade jake janet janice jasmine jason jay
    jayden jean jeffrey jemima jenna jeremy jill joan joanna jodie joe joel jonathan jordan
    josh joyce judith julia julian june justin karl kate katherine kathleen kathryn katy
    keeley keith kenneth kerry kevin kieran kim kimberley kirsty kristian lauren lawrence leanne
    lee leigh leonard lesley leslie lindsay lindsey lola lorraine lorna lydia lynda lynn lynne
    mandy marc marcus marian marie marilyn marion martin martyn mary maureen maxwell melanie
    melissa mike miriam mitchell mohamad molly morgan naomi natasha neil nicholas nicole
    nigel norman owen pamela pauline penelope philip phillip phoenix rachael ralph raymond
    reece rhys roger ronald rosemary ross roy russell ruth sally sam sandra scott sean shane
    shannon sharon shaun sheila sian skye stacey stanley stephanie stewart stuart summer
    suzanne sylvia tanya tara teresa terence terry thea tiffany tim timothy tina toby tom tony
    tracey tracy trevor valerie vanessa vincent violet wayne wendy yvonne zara zach zachary

    abdul abdur aamir adeel adil ahmad aleena aliya amaan amir anam anwar arif arooj asad asif
    asma ayaan ayaz aymen azhar aziz bashir bushra ebrahim eesa faisal faizan farah farhan
    farid farooq faraz fareed fawad fazal habib hafiz haider hamid hanif haris haroon humaira
    hina iqra irfan ishaq ismail jamil jamal javed junaid kamran karim kashif khalid laiba
    layla mahmood malik maria marwa maysoon mehreen mehwish mohsin mubarak mudassar mukhtar
    mustafa nabila naeem nasir nasreen naveed nazia noor nusrat omer qasim rabia rafiq rahim
    raheem rashid rehana rehman riaz rizwan rubina rukhsana saad saba sadia safia saima sajid
    salma salman samira sana shabnam shafiq shahid shahida shaheen shaista shakeel shazia
    sidra sumaya suleman sumaira tahir tahira tanveer tasneem uzma usman waheed waqar waseem
    yahya younis yousaf yousuf zahid zahra zahoor zainul zakir zeeshan zubair khadeeja mariya
    tajammal zahur jameel aalim qutub hassaan rayyan zayd idris ilyas isa musa nuh amira rania
    hala huda lina mona reem samir sami tarek walid youssef karima latifa nawal

    aarav aditi aditya ajay akash alok aman anand ananya anil anita anjana ankit anu anushka
    arav archana aruna arun asha ashok ashwin avinash avni bhavna chetan deepa deepika dev
    devi dhruv dinesh diya divya ganesh gaurav geeta gita gopal gurdeep hardeep hari harish
    hema indira isha ishaan jagdeep jasmeen jaswinder jatin jaya jyoti kamal kamla kapil karan
    kavita kavya krishna kuldeep kumar lakshmi lalita leela madhu mahesh manish manoj meena
    meera mohan mohit mukesh mukti nandini narinder naresh navdeep nikhil nirmala nisha nitin
    parminder parveen payal pradeep prakash pranav prem preeti rahul rajesh rajan rajinder
    rakesh ram ramesh rani ranjit rashmi rekha rishi ritu riya rupa sachin sandeep sangeeta
    sanjana sapna satish savita seema shanti sharda shilpa shiv shivani shreya sita smita
    sonal sonia sukhdeep suman sumit sundar suresh surinder sushma swati tejal uma usha varun
    vidya vijay vikas vikram vinay vinod vishal yash vinaya ladli ishani tanvi saanvi

    adam adrian agata aleksander aleksandra anna antoni barbara bartosz beata bogdan dariusz
    dominik dorota edyta elzbieta ewa filip franciszek gabriela grzegorz halina hanna hubert
    igor irena iwona jadwiga jakub janusz jerzy joanna jozef julia kacper kamil karol
    karolina kinga konrad krystyna lech lena leszek lidia lukasz maciej maja malgorzata
    marcin marek mariusz marta mateusz mikolaj miroslaw monika natalia nikodem oskar patrycja
    patryk paulina przemyslaw radoslaw rafal renata robert roman ryszard sebastian slawomir
    stanislaw stefan szymon sylwia tadeusz teresa tymon urszula wanda weronika wiktor
    wiktoria wojciech zbigniew zygmunt juliusz nicole

    adriana alexandra alina anca andreea angela bianca bogdan camelia carmen catalin cezar
    ciprian claudia constantin corina cosmin cristian cristina dan daniela denisa diana
    dorina dragos eftimie emil eugen florin gabriel george georgiana gheorghe horia iulia
    iulian ion ionel ionut irina larisa laurentiu lavinia liliana loredana lucian luminita
    madalina marian marius mihaela mircea mirela miron monica nicoleta octavian oana ovidiu
    petru radu raluca ramona razvan roxana silvia simona sorin stefania teodora tudor valentin
    vasile vlad viorel violeta

    ade adebayo adebola ayo ayodele babajide bola bukola chinedu chinwe chukwu damilola dayo
    ebele efe ekene emeka folake funmi ifeoma ikenna kehinde kelechi kemi lekan nkechi nneka
    nnamdi obinna ola olamide olayinka olu oluwakemi oluwasanmi oluwatobi olufemi onyeka
    segun seun sade sola taiwo tayo temi titilayo tobi tolu uche yewande yetunde zainabu
    akinwale juliet charity akua ama ekow esi kojo kwabena kwaku kwesi yaa yaw abdi abdirahman
    asha ayan fadumo faisa farhiya halima hodan ifrah khadra mohamud nasra sahra warsame
    tadesse selam biniam senait tsegay farai rudo tatenda tafadzwa thandiwe mandla sipho nomsa
    thabo lerato nomvula siphesihle juma makini akinyi wanjiru kamau otieno auma nafula

    aoife ciara caoimhe cian conor eoin eimear fionn grainne maeve niamh oisin orla padraig
    roisin ronan saoirse seamus siobhan sinead tadhg colum neill nina alun angharad bronwen
    carys dafydd eleri emyr ffion geraint gethin gwyneth huw ieuan iwan llinos mair mali nerys
    nia owain rhian rhiannon sion steffan tomos
    ming xin yan yu jing hui lei fang min jun hong xiao chen yong kai hao jie ying zhen siew
    thi van nguyet linh minh hanh trang chau duong kim tuan huong thanh
    mehmet mustafa ahmet emre burak deniz elif emine fatma ayse hatice merve ozlem zeynep
    murat serkan osman huseyin gulsen dilan berivan rojda karwan shwan hiwa azad soran
    jose juan luis carlos antonio manuel francisco javier miguel pedro rafael fernando sergio
    jorge alberto diego pablo lucia carmen isabel pilar rocio dolores teresa beatriz ines
    joao tiago rui nuno duarte goncalo vasco catarina mafalda margarida francisca matilde
    leonor cesar noa pierre jean jacques michel alain nicolas francois francoise stephanie
    isabelle nathalie sylvie celine aurelie camille chloe manon roland gilbert claude
    olga oksana iryna natalia tetiana svetlana yulia anastasia dmitri dmytro sergei sergiy
    oleksandr volodymyr andriy mykola viktor vladimir ivan mikhail tatiana ekaterina ganna
    jonas tomas mantas lukas vytautas edgaras justina egle ruta ieva greta rasa jurate gintare
    petra jana jiri jirina pavel vaclav zdenek lenka hana eva martina veronika vlasta
    """
)

SURNAMES = _split_words(
    """
    smith jones taylor brown williams wilson johnson davies robinson wright thompson evans
    walker white roberts hughes edwards harris martin clarke jackson harrison
    turner cooper ward morris moore clark baker king morgan watson davis
    cook allen bell phillips adams collins bailey richardson ellis rogers
    stevens simpson gray grant rose knight graham mason palmer chapman lloyd rees
    griffiths powell price jenkins harvey pearson hunt barnes wood fisher mills walsh burke
    murphy kelly sullivan byrne ryan gallagher doherty kennedy lynch murray quinn reilly
    mccarthy macdonald mcdonald stewart campbell robertson anderson thomson reid ferguson
    hamilton fraser wallace hardy riley regan nyhan mcgrath doyle nolan hogan duffy kavanagh
    fletcher gibson dixon spencer foster dawson hawkins bates atkins watts lowe saunders
    hussain khan ahmed ali begum bibi akhtar iqbal mahmood malik hussein shah mohammed rahman
    uddin islam miah chowdhury choudhury aziz sheikh siddiqui qureshi raja butt chaudhry javed
    yafir sadan raatib parveen kausar kauser bano khatun khatoon sultana nazir rafiq rashid
    singh kaur patel sharma gill sandhu dhillon sidhu bains grewal atwal johal rai
    mistry shah desai mehta joshi kumar gupta verma chauhan parmar solanki modi bhatt
    das roy banerjee mukherjee sengupta iyer nair menon reddy rao pillai balakrishnan kumer
    kadakia thomas varghese mathew
    nowak kowalski wisniewski wojcik kowalczyk kaminski lewandowski zielinski szymanski
    wozniak dabrowski kozlowski jankowski mazur krawczyk piotrowski grabowski
    popa popescu ionescu radu dumitru stan stoica gheorghe rusu munteanu matei constantin
    serban moldovan barbu marin tomescu diaconescu
    okafor okeke okoro adeyemi adebayo afolabi adeleke balogun ogunleye oyelaran olawale
    oshodi obi eze nwosu chukwu okonkwo mensah owusu boateng asante osei appiah agyemang addo
    soyinka afonja ogunwobi adisa adetokunbo mohamud abdi hassan warsame farah jama
    moyo ncube ndlovu sibanda dube nkosi dlamini zulu khumalo mthembu xhakaza kimachu owuor
    wong chan lau chen wang zhang liu huang zhao zhou lin nguyen tran pham bui hoang
    silva santos ferreira pereira oliveira costa rodrigues martins sousa fernandes goncalves
    gomes lopes marques almeida ribeiro pinto carvalho teixeira moreira correia araujo mota
    garcia fernandez gonzalez rodriguez lopez martinez sanchez perez gomez moreno jimenez
    yilmaz kaya demir sahin celik yildiz ozturk aydin arslan dogan akdeniz
    novak svoboda dvorak cerny jezek muller weber dubois bernard petit durand leroy moreau
    lemaire gauthier salmon horvath kovacs nagy toth melnyk shevchenko bondarenko kovalenko
    """
)

SURNAME_ENDING = re.compile(
    r"(?:ski|ska|cki|cka|dzki|wicz|czyk|czak|escu|eanu|ov[aá]|evic|ovic|ovi[cć]|evi[cč]|enko|chuk|"
    r"i[uū]s|ien[eė]|ait[eė]|auskas|ovas|o[gğ]lu|ashvili|dze|yan|sson|nova|ikova|kov|yev|ulos|"
    r"inho|eira|ndez|guez|khar|pillai|preet|inder)$"
)
"""Endings that surnames have and English place names do not."""

_PLACE_WORDS = """
    hill hills wood woods green park heath way lane road street close avenue drive end moor vale
    valley north south east west upper lower great little new old st saint town village common
    field fields bridge house gate cross lodge farm grove gardens court square estate heights
    meadow meadows bank brook ford lea water bay beach island upon under on and of the in with
    hub centre center school primary ward area district borough city county council team trust
    """
PLACE_WORDS = _split_words(_PLACE_WORDS)
"""Words of place names: a text with one of them is no name of a person."""
